"""The sitting on the screen: what is called, the roll call, the results, and what the projector shows.

- `reading`: what the core says of the sitting, as frozen values made in a worker;
- `sheets`: those values as pages; `gauges`: majority and quorum as bars;
- `putting`, `counting`, `roll`, `declaring`, `ordering`: the dialogs of each act;
- `projection`: what was sent to the screen, as it is shown there.
"""

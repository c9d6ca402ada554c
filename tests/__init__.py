"""The rules of the product, told as tests."""

"""One kind of file each; `catalogue` lists them."""

"""Which reported person is which registration. Pure."""

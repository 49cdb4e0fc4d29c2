"""The read API: what it tells and in which form, how it is asked, and the OpenAPI document that describes both."""

"""The course as static web pages, on which every widget is alive: python -m convnb.site OUT."""

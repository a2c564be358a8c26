"""The figures, one module per subject: arrays in, a CourseFigure out. They lay out the picture and compute nothing.

Signed pictures stand on the diverging scale around zero; what cannot be negative is grey, black at zero.
"""

// Formulas stand in elements of these classes; MathJax leaves the text around them alone.
window.MathJax = { options: { processHtmlClass: "tex2jax_process|mathjax_process|math|output_area" } };

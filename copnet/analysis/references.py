"""Works that figures in several files rest on; the others are named where they are used."""

WATTS = "Watts, D. J. and Strogatz, S. H. (1998). Collective dynamics of small-world networks. Nature 393, 440-442."
WASSERMAN = "Wasserman, S. and Faust, K. (1994). Social Network Analysis. Cambridge University Press"

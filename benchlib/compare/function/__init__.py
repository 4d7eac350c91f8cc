"""The cluster function (ours): figures and peers' answers become one state per unit that corrects itself."""

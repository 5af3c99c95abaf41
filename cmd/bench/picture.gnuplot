# Each mode has a data block such as $hot, with the columns records, service, unvalidated and scaffold. The
# variable top is the height of the highest bar.
set terminal pngcairo size 1200,480 font "sans,12" background rgb "white"
set multiplot layout 1,words(modes) title "Requests a second, where 1.0 is plain code that checks nothing" font ",16"
set style data histograms
set style histogram clustered gap 1
set style fill solid 1.0 noborder
set yrange [0:1.5*top]
step = top > 2 ? 0.5 : 0.2
set ytics step
set grid ytics lc rgb "#dddddd"
set border 3 lc rgb "#666666"
set tics nomirror
set xlabel "records in each of the two sets"
set key top left reverse Left
do for [mode in modes] {
  if (mode eq "hot") { set title "hot: one user" }
  if (mode eq "warm") { set title "warm: 10,000 users, some often" }
  if (mode eq "cold") { set title "cold: every bearer is new" }
  plot "$".mode using 2:xtic(1) title "service (all checks)" lc rgb "#1b7f5c", \
       "" using 3 title "unvalidated (none, tuned)" lc rgb "#9bb7d4", \
       "" using 4 title "scaffold (all checks)" lc rgb "#d9822b", \
       1.0 with lines lw 2 dt 2 lc rgb "#333333" title "plain (none)"
}
unset multiplot

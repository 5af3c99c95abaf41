# The data blocks $hot, $warm and $cold have lines: records, service, scaffold.
set terminal pngcairo size 1200,480 font "sans,12" background rgb "white"
set multiplot layout 1,3 title "Requests a second, where 1.0 is a server that checks nothing" font ",16"
set style data histograms
set style histogram clustered gap 1
set style fill solid 1.0 noborder
set yrange [0:1.8]
set ytics 0.2
set grid ytics lc rgb "#dddddd"
set border 3 lc rgb "#666666"
set tics nomirror
set xlabel "records in each of the two sets"
set key top left reverse Left
do for [mode in "hot warm cold"] {
  if (mode eq "hot") { set title "hot: one user" }
  if (mode eq "warm") { set title "warm: 10,000 users, some often" }
  if (mode eq "cold") { set title "cold: next to no record is known" }
  plot "$".mode using 2:xtic(1) title "service: all checks" lc rgb "#1b7f5c", \
       "" using 3 title "the usual scaffold" lc rgb "#d9822b", \
       1.0 with lines lw 2 dt 2 lc rgb "#333333" title "no checks"
}
unset multiplot

/* Writes the variable signgam of the C library. */
double lgamma(double x);

double hidden_state(double x);

double hidden_state(double x) {
  return lgamma(x);
}

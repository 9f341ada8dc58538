__attribute__((visibility("default"))) int lu_seen(void);
__attribute__((visibility("default"))) int stray_symbol(void);

int lu_seen(void) {
  return 1;
}

int stray_symbol(void) {
  return 2;
}

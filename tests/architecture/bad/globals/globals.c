/* Each of these can change between two calls. */
int in_data = 1;
int in_bss;
static _Thread_local int per_thread;
__attribute__((common)) int in_common;

int count_calls(void);

int count_calls(void) {
  static int calls;
  return ++calls + in_data + in_bss + ++per_thread + in_common;
}

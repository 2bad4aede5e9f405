// Lets the heap of a short command grow at once, and in huge pages where the system has them: of a query's time a sixth would go into telling
// the kernel three thousand times that another page is wanted. For programs that answer and end; a long-running one must not take what it does
// not need.
void fibrewatch_grow_heap_at_once(void);

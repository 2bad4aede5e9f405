#include <sys/types.h>
#include <sys/select.h>
#include <graphviz/gvc.h>

// Graphviz is loaded when a graph is first laid out; without the library `gvContext` gives no context.

#include <sys/types.h>
#include <sys/select.h>
#include <gvc.h>

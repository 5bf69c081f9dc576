//! The allocator, which remembers that memory ran out so that the host can tell that trap from any other.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU32, Ordering};

struct Accounted;

static EXHAUSTED: AtomicU32 = AtomicU32::new(0);

#[global_allocator]
static ALLOCATOR: Accounted = Accounted;

fn noted(pointer: *mut u8) -> *mut u8 {
	if pointer.is_null() {
		EXHAUSTED.store(1, Ordering::Relaxed);
	}
	pointer
}

// SAFETY: every call is passed on to the system allocator unchanged.
unsafe impl GlobalAlloc for Accounted {
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		noted(unsafe { System.alloc(layout) })
	}
	unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
		noted(unsafe { System.alloc_zeroed(layout) })
	}
	unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
		noted(unsafe { System.realloc(pointer, layout, size) })
	}
	unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
		unsafe { System.dealloc(pointer, layout) }
	}
}

/// 1 when an allocation failed. Meant to be read after a trap: the declared maximum was reached.
#[no_mangle]
pub extern "C" fn memory_exhausted() -> u32 {
	EXHAUSTED.load(Ordering::Relaxed)
}

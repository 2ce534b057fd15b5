// A library that the tests preload into a service: it writes down when a commit is written, when
// it is flushed and when an answer leaves, and makes the disk fail and the
// clock jump where it is told to.
//
// JIFEN_TEST_SHIM_LOG     The file to which it appends a line for each event.
// JIFEN_TEST_SHIM_FAULTS  A folder: while a file `full` is in it, nothing can be written to a
//                         write-ahead log (ENOSPC); with `full-store`, nothing to a store, whose
//                         name ends with `.sqlite`; with `unwritable`, no log can be written
//                         (EIO); with `broken`, none can be flushed (EIO); with `unreadable`,
//                         neither store nor log can be read (EIO).
// JIFEN_TEST_SHIM_CLOCK   A file whose first 8 bytes say by how many milliseconds the system's
//                         clock seems to stand ahead; it may change at any time.
//
// A line is the event's place in the order of all events, its name, the descriptor and, where
// there is one, a mark: the six digits that follow `mark-` in what is written.
//
//     write 17 000042    a page with the mark is in the write-ahead log (after the call)
//     flush 17           a flush of the write-ahead log begins (before the call)
//     flushed 17         it has succeeded (after the call)
//     answer 31          bytes that begin `HTTP/1.1 201` go to a socket (before the call)
//     answer 31 000042   they, or what follows them, hold the mark
#ifndef FLUSH_SHIM_H
#define FLUSH_SHIM_H
#endif

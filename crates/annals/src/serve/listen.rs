//! Connections: taken one by one, each with its limits, ended in peace.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use super::format;

/// Connections that are open at once; more wait to be taken.
const CONNECTIONS: usize = 1024;

/// How long a client may take for the head of a request, and stay silent between two.
const HEAD: Duration = Duration::from_secs(20);

/// Bytes of the head of a request.
const HEAD_BYTES: usize = 64 << 10;

/// Headers of a request.
const HEADERS: usize = 64;

/// How long requests under way may take once the server is asked to end.
const FAREWELL: Duration = Duration::from_secs(10);

/// Serves `router` on `listener` until `end` comes, then lets requests under way come to their end.
pub async fn serve(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let farewell = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut end = pin!(end);
    loop {
        let taken = async { (places.clone().acquire_owned().await, listener.accept().await) };
        let taken = tokio::select! {
            taken = taken => taken,
            () = &mut end => break,
        };
        let (place, Ok((stream, _))) = taken else {
            // Too many open files, mostly: some of those that are open must go first.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let connection = connection(stream, router.clone());
        let watched = farewell.watch(connection);
        tokio::spawn(async move {
            // A client that breaks off is its own affair.
            let _ = watched.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = timeout(FAREWELL, farewell.shutdown()).await;
}

fn connection(
    stream: TcpStream,
    router: Router,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> {
    let _ = stream.set_nodelay(true);
    let service =
        TowerToHyperService::new(router.map_request(|request: hyper::Request<hyper::body::Incoming>| {
            format::split(request.map(axum::body::Body::new))
        }));
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_BYTES).max_headers(HEADERS);
    builder.serve_connection(TokioIo::new(stream), service)
}

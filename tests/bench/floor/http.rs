//! actix-web alone: a handler that does nothing, one that sends 1 KB of JSON that never changes, one that waits for group commit, and
//! one as usually written, that takes a connection from a pool and commits its own zone.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use actix_web::http::header::ContentType;
use actix_web::{App, HttpResponse, HttpServer, rt, web};
use diesel::SqliteConnection;
use diesel::connection::SimpleConnection;

use crate::Problem;
use crate::bare::{first_number, insert_zone, open};
use crate::group::Writer;

/// Serves until killed, with the server's own settings.
pub(crate) fn serve(address: &str, database: &Path) -> Result<(), Problem> {
    let writer = web::Data::new(Writer::start(database)?);
    let singly = web::Data::new(Singly::on(&database.with_extension("single"))?);
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let document: &'static str = String::leak(document());
    let http = move || {
        App::new()
            .app_data(writer.clone())
            .app_data(singly.clone())
            .route("/empty", web::get().to(HttpResponse::Ok))
            .route(
                "/json",
                web::get()
                    .to(move || async move { HttpResponse::Ok().content_type(ContentType::json()).body(document) }),
            )
            .route("/group", web::post().to(group))
            .route("/single", web::post().to(single))
    };
    let server = HttpServer::new(http).workers(workers).keep_alive(Duration::from_secs(75)).bind(address)?;
    rt::System::new().block_on(server.run())?;
    Ok(())
}

async fn group(writer: web::Data<Writer>, _zone: web::Bytes) -> HttpResponse {
    if writer.create().await { HttpResponse::Created().finish() } else { HttpResponse::ServiceUnavailable().finish() }
}

/// Connections that each write for themselves, and wait for one another as SQLite lets them.
struct Singly {
    path: PathBuf,
    kept: Mutex<Vec<SqliteConnection>>,
    next: AtomicU64,
}

impl Singly {
    fn on(path: &Path) -> Result<Self, Problem> {
        let mut first = open(path)?;
        let next = AtomicU64::new(first_number(&mut first)?);
        Ok(Self { path: path.to_owned(), kept: Mutex::default(), next })
    }

    fn create(&self) -> Result<(), Problem> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = kept.map_or_else(|| open(&self.path), Ok)?;
        connection.batch_execute("BEGIN IMMEDIATE")?;
        insert_zone(&mut connection, self.next.fetch_add(1, Ordering::Relaxed))?;
        connection.batch_execute("COMMIT")?;
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        Ok(())
    }
}

async fn single(singly: web::Data<Singly>, _zone: web::Bytes) -> HttpResponse {
    let done = web::block(move || singly.create().is_ok()).await;
    if matches!(done, Ok(true)) {
        HttpResponse::Created().finish()
    } else {
        HttpResponse::ServiceUnavailable().finish()
    }
}

/// Exactly 1 KB.
fn document() -> String {
    let frame = r#"{"text":""}"#.len();
    format!(r#"{{"text":"{}"}}"#, "x".repeat(1024 - frame))
}

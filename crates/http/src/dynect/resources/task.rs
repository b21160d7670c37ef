//! `Task` (rule N2): what was done to zones, for who polls until it is done. It always is.

use domesday_app::notes::{ListTasks, ReadTask, Task};
use domesday_dns::Name;

use crate::dynect::call::Call;
use crate::dynect::failure::Failure;
use crate::dynect::format::Tree;
use crate::dynect::operation::Outcome;
use crate::dynect::success::Success;
use crate::dynect::texts;

/// The newest tasks that the caller sees.
pub(in crate::dynect) async fn list(call: &mut Call) -> Outcome {
    let query = call.take(|given| {
        let name = given.text("name");
        let zone = given.read("zone_name", |text| Name::parse(&text).map_err(|problem| problem.to_string()));
        Some(ListTasks { zone, name, status: given.text("status") })
    })?;
    let tasks = call.ask(query).await?;
    let said = texts::tasks_found(tasks.len());
    Ok(Success::of(tasks.iter().map(shown).collect(), said))
}

/// One task.
pub(in crate::dynect) async fn read(call: &mut Call) -> Outcome {
    let task = found(call).await?;
    Ok(Success::of(shown(&task), texts::task_found()))
}

/// No task can be cancelled.
pub(in crate::dynect) async fn cancel(call: &mut Call) -> Outcome {
    found(call).await?;
    Err(texts::task_is_complete())
}

async fn found(call: &Call) -> Result<Task, Failure> {
    let id = call.part(0).parse().map_err(|_| texts::no_task())?;
    call.ask(ReadTask { id }).await
}

fn shown(task: &Task) -> Tree {
    let zone = task.zone.to_string();
    let at = task.at.timestamp();
    let argument = Tree::map([("name", Tree::from("zone_name")), ("value", zone.as_str().into())]);
    Tree::map([
        ("task_id", Tree::from(task.id.to_string())),
        ("name", task.kind.as_str().into()),
        ("customer_name", task.account.as_str().into()),
        ("zone_name", zone.into()),
        ("status", "complete".into()),
        ("step_count", 1_i64.into()),
        ("total_steps", 1_i64.into()),
        ("blocking", "N".into()),
        ("message", "".into()),
        ("debug", "".into()),
        ("created_ts", at.into()),
        ("modified_ts", at.into()),
        ("args", Tree::List(vec![argument])),
    ])
}

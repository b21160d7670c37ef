//! For how long a body is waited for: who sends nothing, or next to nothing, must not hold a connection for ever.

use std::fmt;
use std::time::{Duration, Instant};

use actix_web::rt::time::timeout;
use actix_web::{HttpRequest, web};
use futures_util::{Stream, StreamExt};

use crate::state::{HttpSettings, State};

/// What is left of the time for one body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// For its next piece.
    piece: Duration,
    /// For all of it.
    whole: Duration,
    until: Instant,
}

/// Time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Late {
    /// Nothing came for so long.
    Silent(Duration),
    /// It was not whole after so long.
    Slow(Duration),
}

impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Silent(time) => write!(f, "it stopped before it was whole: nothing came for {time:?}"),
            Self::Slow(time) => write!(f, "it came too slowly: it was not whole after {time:?}"),
        }
    }
}

impl Patience {
    /// That with the body of a request, which begins now.
    pub(crate) fn with(request: &HttpRequest) -> Self {
        let state = request.app_data::<web::Data<State>>();
        let usual = HttpSettings::default();
        let (piece, whole) = state
            .map_or((usual.body_wait, usual.body_time), |state| (state.settings.body_wait, state.settings.body_time));
        Self::of(piece, whole)
    }

    fn of(piece: Duration, whole: Duration) -> Self {
        Self { piece, whole, until: Instant::now() + whole }
    }

    /// The next piece of a body; none at its end.
    ///
    /// # Errors
    /// [`Late`].
    pub(crate) async fn next<S: Stream + Unpin>(&self, body: &mut S) -> Result<Option<S::Item>, Late> {
        let left = self.until.saturating_duration_since(Instant::now());
        let late = if left < self.piece { Late::Slow(self.whole) } else { Late::Silent(self.piece) };
        timeout(left.min(self.piece), body.next()).await.map_err(|_| late)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::rt::time::sleep;
    use futures_util::stream;

    use super::*;

    const MOMENT: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_secs(60);

    #[actix_web::test]
    async fn a_body_that_stops_is_not_waited_for_for_ever() {
        let mut stopped = stream::iter([b'{']).chain(stream::pending());
        let patience = Patience::of(MOMENT, LONG);
        assert_eq!(patience.next(&mut stopped).await, Ok(Some(b'{')));
        assert_eq!(patience.next(&mut stopped).await, Err(Late::Silent(MOMENT)));
        assert_eq!(patience.next(&mut stream::empty::<u8>()).await, Ok(None), "its end");
    }

    #[actix_web::test]
    async fn a_body_that_trickles_is_not_waited_for_for_ever_either() {
        let trickle = stream::unfold((), |()| async { Some((sleep(MOMENT / 4).await, ())) });
        let mut trickle = Box::pin(trickle);
        let patience = Patience::of(LONG, MOMENT * 2);
        let mut pieces = 0;
        let late = loop {
            match patience.next(&mut trickle).await {
                Ok(_) => pieces += 1,
                Err(late) => break late,
            }
        };
        assert_eq!(late, Late::Slow(MOMENT * 2));
        assert!((1..=8).contains(&pieces), "{pieces}");
    }
}

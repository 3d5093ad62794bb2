namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>What a server may answer to the cookies of a session that has ended: after the announced time, that nobody is
/// signed in.</summary>
internal sealed class EndedSessionRule(StormOptions options, Evidence evidence)
{
    /// <summary>Sessions that live on the servers end everywhere at once.</summary>
    public TimeSpan Propagation { get; } = options.Mode == SessionMode.Store
        ? TimeSpan.Zero
        : StormTimes.Propagation + StormTimes.PropagationTolerance;

    /// <summary>A request that is open reads its session no more, and ends when its server hears of the sign-out.</summary>
    public TimeSpan OpenPropagation { get; } = options.Backend == Backend.Memory
        ? TimeSpan.Zero
        : StormTimes.Propagation + StormTimes.PropagationTolerance;

    /// <summary>Keeps an answer to cookies of a session that has ended, if the server has to know.</summary>
    public void Keep(string cookies, Answer answer, DateTimeOffset ended)
    {
        if (answer is { Abandoned: false, Node: not null }
            && answer.Asked >= ended + Propagation
            && !MayNotKnow(answer, Propagation))
        {
            evidence.Add(Found(cookies, answer));
        }
    }

    /// <summary>Keeps an answer to a request that was open when its session ended, if the server has to know.</summary>
    public void KeepOpen(Answer answer, DateTimeOffset ended)
    {
        if (answer.Asked >= ended + OpenPropagation && !MayNotKnow(answer, OpenPropagation))
        {
            evidence.Add(Found("an open request", answer) with { SignedIn = false }); // Its user stays who it was.
        }
    }

    /// <summary>Keeps an answer, unless it must be asked for again: the server does not have to know yet, or something else
    /// went wrong.</summary>
    /// <returns>Whether it was kept.</returns>
    public bool TryKeep(string cookies, Answer answer, bool isPassing)
    {
        var found = Found(cookies, answer);
        var isWrong = found.SignedIn || found.GotToken;
        if (isWrong ? MayNotKnow(answer, Propagation) : isPassing)
        {
            return false;
        }

        evidence.Add(found);
        return true;
    }

    private static AfterSignOut Found(string cookies, Answer answer) => new(
        answer.User, cookies, answer.Asked, answer.Subject is not null, answer.Token is not null);

    /// <summary>A server that stood still or had no database could not hear of it within the announced time.</summary>
    private bool MayNotKnow(Answer answer, TimeSpan propagation) =>
        evidence.IsDisturbed(answer.Asked - propagation, answer.Answered);
}

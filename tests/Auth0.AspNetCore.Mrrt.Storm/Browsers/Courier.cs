using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>Carries a user's request to a server, and its response back to the browser, which may take a while.</summary>
internal sealed class Courier(UserState user, Web web, TokenRequests requests, Evidence evidence, TimeProvider time)
{
    /// <summary>Sends a request, and delivers its response.</summary>
    /// <param name="plan">What to ask for.</param>
    /// <param name="browser">Whose cookies go with it and take the response's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="isCheck">The storm asks of itself.</param>
    /// <param name="version">The version that a change of claims sets.</param>
    /// <param name="beforeDelivery">What has to happen before the response is delivered.</param>
    public async Task<Answer> SendAsync(
        RequestPlan plan,
        Browser browser,
        CancellationToken cancellationToken,
        bool isCheck = false,
        int version = 0,
        Func<Task>? beforeDelivery = null)
    {
        Answer answer;
        Page? page;
        Browser sent;
        var isOwn = ReferenceEquals(browser, user.Browser);
        using (await web.EnterAsync(cancellationToken))
        {
            var settled = user.Settled;
            sent = browser.Copy();
            (answer, page) = await requests.SendAsync(user.Name, sent.Jar, plan, evidence, cancellationToken, version);
            answer = answer with
            {
                IsCheck = isCheck,
                SignedIn = settled && user.Settled && sent.Session == user.Browser.Session,
                Session = sent.Session,
                CookieKnows = sent.Knows,
            };
        }

        evidence.Add(answer);
        if (isOwn && answer is { SignedIn: true, Abandoned: false, IsCheck: false, Token: null }
            && !TokenRequests.IsPassing(answer.Reason))
        {
            user.Doubted ??= answer.Reason;
        }

        if (plan.DeliveredAfter > TimeSpan.Zero)
        {
            await Task.Delay(plan.DeliveredAfter, time, cancellationToken);
        }

        if (beforeDelivery is not null)
        {
            await beforeDelivery();
        }

        if (page is not null)
        {
            browser.Take(page, KnownTo(answer, plan, sent));
        }

        return answer;
    }

    /// <summary>A server that writes the cookie has asked the database for the session's newest generation since the request
    /// came, unless there was no database. A sign-in that is committed is the newest.</summary>
    private DateTimeOffset KnownTo(Answer answer, RequestPlan plan, Browser sent) =>
        plan.Operation == Operation.ClaimsChange && answer.SignIn == SignInOutcome.Committed ? answer.Answered
        : evidence.IsDisturbed(answer.Asked, answer.Answered) ? sent.Knows
        : answer.Asked;
}

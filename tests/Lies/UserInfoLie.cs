namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>A false answer of the userinfo endpoint, and the reason that the log has to name.</summary>
internal sealed record UserInfoLie(string Name, string Reason, Func<HttpResponseMessage> Answer)
{
    /// <summary>Answers calls of the userinfo endpoint, and no others.</summary>
    public HttpResponseMessage? Reply(RecordedCall call) =>
        call.Address.EndsWith("/userinfo", StringComparison.Ordinal) ? Answer() : null;
}

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Refuses handlers that follow redirects. A 307 or 308 of the tenant would carry the code, the refresh token and the
/// client's secret to another host.</summary>
internal sealed class RedirectProblems(IHttpMessageHandlerFactory handlers)
{
    /// <summary>Says what is wrong with the handler of the named client, or nothing.</summary>
    public string? OfNamedClient() => Of(
        $"The client {nameof(Auth0Constants)}.{nameof(Auth0Constants.HttpClientName)}",
        handlers.CreateHandler(Auth0Constants.HttpClientName));

    /// <summary>Says what is wrong with a handler, or nothing. A handler of the application's own type cannot be asked.</summary>
    public static string? Of(string name, HttpMessageHandler? handler)
    {
        for (var part = handler; part is not null; part = (part as DelegatingHandler)?.InnerHandler)
        {
            if (part is HttpClientHandler { AllowAutoRedirect: true } or SocketsHttpHandler { AllowAutoRedirect: true })
            {
                return $"{name} follows redirects, and would carry codes, refresh tokens and the client's secret to another host: "
                    + $"set {nameof(SocketsHttpHandler.AllowAutoRedirect)} of its {part.GetType().Name} to false.";
            }
        }

        return null;
    }
}

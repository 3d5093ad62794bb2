namespace Auth0.AspNetCore.Mrrt.Testing.Browser;

/// <summary>Sends requests as a browser does: with cookies, through redirects and through pages that post themselves.</summary>
internal sealed class BrowserNavigation(BrowserRoutes routes, CookieJar cookies, Func<Uri, bool> isTenant)
{
    private const int MostSteps = 30;

    /// <summary>Follows until there is a page to show.</summary>
    /// <param name="request">Where to start.</param>
    /// <param name="rewrite">May change an address before it is followed.</param>
    /// <param name="cancellationToken">Ends the navigation.</param>
    public async Task<HttpResponseMessage> FollowAsync(
        BrowserRequest request, Func<Uri, Uri> rewrite, CancellationToken cancellationToken)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (await NextAsync(request, response, rewrite, cancellationToken).ConfigureAwait(false) is not { } next)
            {
                return response;
            }

            response.Dispose();
            request = next;
        }

        throw new HttpRequestException(
            $"The browser was redirected {MostSteps} times, at last to {request.Uri.GetLeftPart(UriPartial.Path)}.");
    }

    public async Task<HttpResponseMessage> SendAsync(BrowserRequest request, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage(cookies.Header(request.Uri, request.Method, request.Initiator));
        var response = await routes.Find(request.Uri).SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (response.Headers.TryGetValues("Set-Cookie", out var headers))
        {
            cookies.Store(request.Uri, headers);
        }

        await response.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        // An in-process server may have left its own idea of the request there.
        response.RequestMessage = new HttpRequestMessage(request.Method, request.Uri);
        return response;
    }

    private async Task<BrowserRequest?> NextAsync(
        BrowserRequest request, HttpResponseMessage response, Func<Uri, Uri> rewrite, CancellationToken cancellationToken)
    {
        if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location)
        {
            return request.Redirected(rewrite(new Uri(request.Uri, location)), response.StatusCode);
        }

        return isTenant(request.Uri)
            && await AutoSubmittedForm.FindAsync(response, cancellationToken).ConfigureAwait(false) is { } form
                ? await BrowserRequest.PostAsync(form.Action, request.Uri, form.Fields, cancellationToken)
                    .ConfigureAwait(false)
                : null;
    }
}

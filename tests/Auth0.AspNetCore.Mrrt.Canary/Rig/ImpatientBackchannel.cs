namespace Auth0.AspNetCore.Mrrt.Canary.Rig;

/// <summary>Carries calls to the tenant, and ends a call as soon as its body stops coming. The handler's own limit is 60
/// seconds of the real clock.</summary>
internal sealed class ImpatientBackchannel(HttpMessageHandler tenant) : DelegatingHandler(tenant)
{
    /// <summary>Ends all calls, as the limit would.</summary>
    public Action TimeOut { get; set; } = () => { };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Content is EndlessContent endless)
        {
            _ = TimeOutAsync(endless);
        }

        return response;
    }

    private async Task TimeOutAsync(EndlessContent endless)
    {
        await endless.Waiting;
        TimeOut();
    }
}

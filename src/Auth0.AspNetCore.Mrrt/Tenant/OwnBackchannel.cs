namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>A client for calls to the tenant that this library made, where the application set none.</summary>
/// <param name="handler">What carries the calls.</param>
/// <param name="isNamed">True when the named client of <c>IHttpClientFactory</c> carries them.</param>
internal sealed class OwnBackchannel(HttpMessageHandler handler, bool isNamed) : HttpClient(handler)
{
    public bool IsNamed => isNamed;
}

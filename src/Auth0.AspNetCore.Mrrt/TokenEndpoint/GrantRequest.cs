using Auth0.AspNetCore.Mrrt.Tenant;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>One call to the token endpoint (RFC 6749, section 4). The client's credentials are not in it: each call adds
/// them.</summary>
internal sealed class GrantRequest
{
    /// <param name="grantType">The value of <c>grant_type</c>.</param>
    /// <param name="parameters">The other parameters. Credentials and parameters without a value are left out.</param>
    public GrantRequest(string grantType, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        GrantType = grantType;
        Parameters =
        [
            .. from parameter in parameters
               where !string.IsNullOrEmpty(parameter.Value)
                   && parameter.Key != "grant_type" && !ClientCredentials.Owns(parameter.Key)
               select parameter,
        ];
    }

    /// <summary>Names the grant, also in the log.</summary>
    public string GrantType { get; }

    /// <summary>The parameters beside <c>grant_type</c>. They hold secrets.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; }

    /// <summary>Asked at the last moment whether the grant may be presented. Null when nothing stands against it.</summary>
    public Func<bool>? MayBeSent { get; init; }

    public override string ToString() => $"{GrantType} grant";
}

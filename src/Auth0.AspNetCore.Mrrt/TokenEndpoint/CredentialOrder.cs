using System.Collections.Concurrent;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>
/// Sends a call with the credential that the tenant accepted last, and after a refusal of the client with each of the others.
/// The tenant authenticates the client before it looks at the grant (RFC 6749, section 3.2), so nothing has been spent.
/// </summary>
internal sealed class CredentialOrder(TimeProvider time, ILogger<CredentialOrder> logger)
{
    /// <summary>More clients are not remembered. One that is forgotten begins with its first credential.</summary>
    private const int Most = 1000;

    /// <summary>After a refusal of all credentials only one is sent: each refusal counts as a failed attempt at the tenant.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, int> _accepted = [];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _refused = [];

    /// <param name="tenant">The tenant and client.</param>
    /// <param name="send">Sends the call once, with one credential and over a channel with the time that is left.</param>
    /// <param name="classOf">Classifies the answer.</param>
    /// <returns>The first answer that is no refusal of the client, else the last refusal.</returns>
    public async Task<TAnswer> SendAsync<TAnswer>(
        TenantSettings tenant,
        Func<ClientCredential, TenantChannel, Task<TAnswer>> send,
        Func<TAnswer, TokenErrorClass> classOf)
    {
        var credentials = tenant.Credentials;
        if (credentials is [var only])
        {
            return await send(only, tenant.Channel).ConfigureAwait(false);
        }

        var beginning = time.GetTimestamp();
        var mark = tenant.Mark;
        var first = _accepted.TryGetValue(mark, out var last) && last < credentials.Count ? last : 0;
        var most = _refused.TryGetValue(mark, out var until) && until > time.GetUtcNow() ? 1 : credentials.Count;
        var channel = tenant.Channel;
        for (var sent = 1; ; sent++)
        {
            var position = (first + sent - 1) % credentials.Count;
            var answer = await send(credentials[position], channel).ConfigureAwait(false);
            var errorClass = classOf(answer);
            if (errorClass != TokenErrorClass.ClientRefused)
            {
                _refused.TryRemove(mark, out _);
                if (sent > 1 && errorClass != TokenErrorClass.Transient)
                {
                    Keep(_accepted, mark, position);
                    logger.CredentialAccepted(tenant.Scheme, position + 1, credentials.Count);
                }

                return answer;
            }

            if (sent == credentials.Count)
            {
                Keep(_refused, mark, time.GetUtcNow() + Pause);
            }

            var left = tenant.Channel.Timeout - time.GetElapsedTime(beginning);
            if (sent == most || !CallLimit.IsEnough(left, tenant.Channel.Timeout))
            {
                return answer;
            }

            channel = tenant.Channel with { Timeout = left };
        }
    }

    private static void Keep<TValue>(ConcurrentDictionary<string, TValue> clients, string mark, TValue value)
    {
        if (clients.Count >= Most)
        {
            clients.Clear();
        }

        clients[mark] = value;
    }
}

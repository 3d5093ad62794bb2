using Auth0.AspNetCore.Mrrt.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>The three places where an application can keep its sessions.</summary>
internal static class SessionPlaces
{
    public static readonly string[] All = ["cookie", "store", "application's store"];

    /// <summary>Each place with each of the values.</summary>
    public static TheoryData<string, string> With(params string[] values)
    {
        var data = new TheoryData<string, string>();
        foreach (var place in All)
        {
            foreach (var value in values)
            {
                data.Add(place, value);
            }
        }

        return data;
    }

    public static Action<Auth0WebAppWithAccessTokenAuthenticationBuilder> Build(string place) => Build(place, new RecordedTickets());

    /// <summary>The same for a server that shares the application's store with others.</summary>
    public static Action<Auth0WebAppWithAccessTokenAuthenticationBuilder> Build(string place, RecordedTickets tickets) => builder => _ = place switch
    {
        "cookie" => builder,
        "store" => builder.WithSessionStore(),
        "application's store" => builder.WithSessionStore(tickets),
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, message: null),
    };
}

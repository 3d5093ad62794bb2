using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reports events that would never run. The framework raises the events of one object.</summary>
internal static class EventsProblems
{
    public static IEnumerable<string> Of(Auth0WebAppOptions login, OpenIdConnectOptions options)
    {
        if (options.EventsType is { } type && !typeof(OpenIdConnectEvents).IsAssignableFrom(type))
        {
            yield return $"{nameof(options.EventsType)} is {type.Name}, which is no {nameof(OpenIdConnectEvents)}: derive it.";
        }

        var isReplaced = options.EventsType is not null || !ReferenceEquals(options.Events, login.OpenIdConnectEvents);
        if (isReplaced && IsSet(login.OpenIdConnectEvents))
        {
            yield return $"{(options.EventsType is null ? nameof(options.Events) : nameof(options.EventsType))} is set, and "
                + $"{nameof(Auth0WebAppOptions)}.{nameof(login.OpenIdConnectEvents)} has events that would never run: set one of them.";
        }
    }

    /// <summary>True when the application has set an event. Delegates that nobody set are equal in all objects.</summary>
    private static bool IsSet(OpenIdConnectEvents events)
    {
        var standard = new OpenIdConnectEvents();
        return events.GetType() != typeof(OpenIdConnectEvents)
            || Array.Exists(
                typeof(OpenIdConnectEvents).GetProperties(),
                property => !Equals(property.GetValue(events), property.GetValue(standard)));
    }
}

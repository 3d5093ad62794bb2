using Auth0.AspNetCore.Mrrt.Testing.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>The markup of the login page: a button per user, one click signs in.</summary>
internal static class LoginPage
{
    public const string Path = "/u/login";
    public const string Deny = "deny";

    public static string Render(string transaction, AuthorizeRequest request, IEnumerable<TenantUser> users)
    {
        // The user that the application expects comes first and has the focus: Enter is enough.
        var buttons = users
            .OrderByDescending(user => IsHinted(request, user))
            .Select(user => Button(user, IsHinted(request, user)));
        return $"""
            <p>to continue to {HtmlPage.Encode(request.Target.Client.DisplayName)}{Purpose(request.Api)}</p>
            <form method="post" action="{Path}">
            <input type="hidden" name="state" value="{HtmlPage.Encode(transaction)}">
            {string.Join('\n', buttons)}
            <button class="quiet" name="action" value="{Deny}">Deny</button>
            </form>
            """;
    }

    private static string Button(TenantUser user, bool hasFocus) =>
        $"<button name=\"user\" value=\"{HtmlPage.Encode(user.Id)}\"{(hasFocus ? " autofocus" : "")}>" +
        $"{HtmlPage.Encode(user.Name)}<span>{HtmlPage.Encode(user.Email)}</span></button>";

    private static string Purpose(TenantApi? api) =>
        api is null ? "" : $", which will reach {HtmlPage.Encode(api.DisplayName)} for you";

    private static bool IsHinted(AuthorizeRequest request, TenantUser user) =>
        request.LoginHint is { } hint
        && (user.Id == hint || string.Equals(user.Email, hint, StringComparison.OrdinalIgnoreCase));
}

using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Auth0.AspNetCore.Mrrt.Testing.Browser;

/// <summary>The page of the tenant that posts itself to the application (<c>response_mode=form_post</c>).</summary>
internal sealed partial class AutoSubmittedForm
{
    private AutoSubmittedForm(Uri action, Dictionary<string, string> fields)
    {
        Action = action;
        Fields = fields;
    }

    public Uri Action { get; }

    public IReadOnlyDictionary<string, string> Fields { get; }

    public static async Task<AutoSubmittedForm?> FindAsync(
        HttpResponseMessage page, CancellationToken cancellationToken)
    {
        if (page.Content.Headers.ContentType?.MediaType != "text/html")
        {
            return null;
        }

        var bytes = await page.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var html = Encoding.UTF8.GetString(bytes);
        if (!html.Contains("document.forms[0].submit()", StringComparison.Ordinal)
            || FormPattern().Match(html) is not { Success: true } form)
        {
            return null;
        }

        var fields = FieldPattern().Matches(html).ToDictionary(
            match => WebUtility.HtmlDecode(match.Groups["name"].Value),
            match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        return new AutoSubmittedForm(new Uri(WebUtility.HtmlDecode(form.Groups["action"].Value)), fields);
    }

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]*)\">")]
    private static partial Regex FormPattern();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\">")]
    private static partial Regex FieldPattern();
}

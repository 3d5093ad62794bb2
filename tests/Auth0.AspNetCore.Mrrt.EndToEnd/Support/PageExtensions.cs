using Microsoft.Playwright;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>What a visitor of <see cref="TestApplication"/> sees.</summary>
internal static class PageExtensions
{
    /// <summary>Goes to an address and on until a page of the application says who is signed in, or that nobody is: a
    /// provider's form may stand between, which posts itself.</summary>
    public static async Task<string> OpenAsync(this IPage page, Uri application, string path)
    {
        await page.GotoAsync(new Uri(application, path).AbsoluteUri);
        return await page.OutcomeAsync();
    }

    /// <summary>The name of the user, nothing where nobody is signed in, or "failure".</summary>
    public static async Task<string> OutcomeAsync(this IPage page)
    {
        var outcome = await page.WaitForSelectorAsync("#user, #failure", new() { State = WaitForSelectorState.Attached });
        return await outcome!.EvaluateAsync<string>("shown => shown.id === 'failure' ? 'failure' : shown.textContent");
    }
}

using System.Text;
using static Auth0.AspNetCore.Mrrt.Lies.CallbackLie;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>OAuth 2.0 Form Post Response Mode: bodies that are no honest form, where a form was asked for.</summary>
internal static class FormLies
{
    private const string FormType = "application/x-www-form-urlencoded";

    public static IEnumerable<CallbackLie> All => new[]
    {
        Refused("a query where a form was asked for", NotForm, (rig, state) => rig.ComeBackAsync(state)),
        Refused("a POST with nothing but a query", NotForm, (rig, state) =>
            rig.Browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, Address(state)))),
        Refused("PUT with a form", NotForm, (rig, state) => rig.Browser.SendAsync(
            new HttpRequestMessage(HttpMethod.Put, "/callback") { Content = Content("code=tell-tale&state=STATE", state, FormType) })),
        StrayForm("a form with nothing in it", ""),
        Form("a form that is no form", NotForm, "{\"state\":\"STATE\",\"code\":\"tell-tale\"}"),
        Form("a form in percent signs that mean nothing", NoState, "code=%E0%A4%A&state=%ZZ%"),
        Form("a form in no known letters", NotForm, "code=tell-tale&state=%ff%fe%00"),
        StrayForm("a form cut short", "code=tell-tale&stat"),
        Form("a form without a code", NoCode, "state=STATE"),
        Form("a form with two codes", Twice("code"), "code=code-1&code=tell-tale&state=STATE"),
        Form("a form with two codes, one in capitals", Twice("code"), "CODE=tell-tale&code=code-1&state=STATE"),
        Form("a form with two states", Twice("state"), "code=code-1&state=STATE&state=tell-tale"),
        Form("a form with two issuers", Twice("iss"), "code=code-1&state=STATE&iss=https://tenant.example.com/&iss=tell-tale"),
        Form("a form of another issuer", OtherIssuer, "code=code-1&state=STATE&iss=https://tell-tale.example.com/"),
        Form("a form with a huge value", NotForm, "state=STATE&code=" + new string('x', 64 * 1024)),
        Form("a form with a huge name", NotForm, "state=STATE&code=tell-tale&" + new string('x', 1024) + "=1"),
        Form("a form with many fields", NotForm, "state=STATE&code=tell-tale" + string.Concat(Enumerable.Range(0, 40).Select(i => $"&x{i}="))),
        Form("JSON", NotForm, "{\"state\":\"STATE\",\"code\":\"tell-tale\"}", "application/json"),
        Form("a form that says it is text", NotForm, "code=tell-tale&state=STATE", "text/plain"),
        Form("a form that says it is something like a form", NotForm, "code=tell-tale&state=STATE", FormType + "2"),
        Form("a form that says nothing", NotForm, "code=tell-tale&state=STATE", null),
        Form("a form whose type is followed by nonsense", NotForm, "code=tell-tale&state=STATE", FormType + ";tell-tale==;"),
        Refused("a form in parts", NotForm, (rig, state) =>
            rig.Browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/callback")
        {
            Content = new MultipartFormDataContent { { new StringContent(state), "state" }, { new StringContent("tell-tale"), "code" } },
        })),
        Stray("a state in the query and a code in the form", (rig, state) => rig.Browser.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, Address(state)) { Content = Content("code=tell-tale", state, FormType) })),
        new("an error in a form", "[401] The tenant refused a login with scheme Auth0: login_required.", (rig, state) =>
            PostAsync(rig, Content("error=login_required&error_description=tell-tale&state=STATE", state, FormType))),
        new("an error with a code in a form", "[401] The tenant refused a login with scheme Auth0: access_denied.", (rig, state) =>
            PostAsync(rig, Content("error=access_denied&code=tell-tale&state=STATE", state, FormType))),
        Refused("a form in another browser", OtherBrowser, (rig, state) =>
        {
            rig.Browser.Cookies.Clear();
            return PostAsync(rig, Content("code=code-1&state=STATE", state, FormType));
        }),
    }.Select(lie => lie with { ResponseMode = "form_post" });

    public static Task<HttpResponseMessage> HonestAsync(ILoginRig rig, string state) =>
        PostAsync(rig, Content("code=code-1&state=STATE&scope=openid", state, FormType + "; charset=utf-8"));

    private static CallbackLie StrayForm(string name, string body) =>
        Stray(name, (rig, state) => PostAsync(rig, Content(body, state, FormType)));

    private static CallbackLie Form(string name, string reason, string body, string? type = FormType) =>
        Refused(name, reason, (rig, state) => PostAsync(rig, Content(body, state, type)));

    private static Task<HttpResponseMessage> PostAsync(ILoginRig rig, HttpContent content) =>
        rig.Browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/callback") { Content = content });

    private static ByteArrayContent Content(string body, string state, string? type)
    {
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(With(state, body)));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }
}

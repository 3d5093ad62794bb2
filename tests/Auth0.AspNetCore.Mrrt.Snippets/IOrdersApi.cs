namespace Auth0.AspNetCore.Mrrt.Snippets;

public interface IOrdersApi
{
    Task<string> NewestAsync(string accessToken);
}

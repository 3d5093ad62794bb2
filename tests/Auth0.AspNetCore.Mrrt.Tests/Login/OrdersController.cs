using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>An API of an application, as MVC has them.</summary>
[ApiController]
[Authorize]
[Route("api/orders")]
public sealed class OrdersController : ControllerBase
{
    [HttpGet]
    public ActionResult<int> Get() => Ok(1);
}

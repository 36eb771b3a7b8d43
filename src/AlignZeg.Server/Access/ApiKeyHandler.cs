using System.Text.Encodings.Web;
using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Limits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Access;

/// <summary>Turns an API key (<c>Authorization: Bearer</c> or <c>X-Api-Key</c>) into a tenant and scopes; asks the tenant's ring each time, so that revoked means refused; never where no key is needed.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IGrainFactory grains, FailedKeys failed)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "ApiKey";
    private const string Bearer = "Bearer ", Header = "X-Api-Key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null || Presented() is not { } text) return AuthenticateResult.NoResult();
        if (!ApiKey.TryParse(text, out var key)) return AuthenticateResult.Fail("not a key");
        failed.Admit(Context, key);
        TenantContext.Clear();
        var scopes = await grains.GetGrain<IKeyRingGrain>(key.Tenant).VerifyAsync(key.Id, key.SecretHash, Context.RequestAborted);
        failed.Learn(Context, key, isRight: scopes is not null);
        if (scopes is not { } granted) return AuthenticateResult.Fail("not valid");
        Context.Items[typeof(Caller)] = new Caller(key);
        return AccessPolicies.Admit(granted, Scheme);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        Response.StatusCode = 401;
        return Task.CompletedTask;
    }

    private string? Presented()
    {
        string authorization = Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return authorization[Bearer.Length..].Trim();
        return Request.Headers[Header].ToString() is { Length: > 0 } text ? text : null;
    }
}

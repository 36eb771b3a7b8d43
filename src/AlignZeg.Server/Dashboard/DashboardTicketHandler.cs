using System.Text.Encodings.Web;
using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Dashboard;

/// <summary>Admits browsers to the dashboard by the cookie that they got for a key; asks the ring each time, so that a key that is revoked ends its tickets too.</summary>
internal sealed class DashboardTicketHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, DashboardTickets tickets, IGrainFactory grains)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "DashboardTicket";
    public const string Cookie = "alignzeg-dashboard";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Cookies[Cookie] is not { Length: > 0 } text) return AuthenticateResult.NoResult();
        if (await tickets.ReadAsync(text, Context.RequestAborted) is not { } ticket) return AuthenticateResult.Fail("not a ticket");
        TenantContext.Clear();
        var scopes = await grains.GetGrain<IKeyRingGrain>(ticket.Tenant).VerifyAsync(ticket.KeyId, ticket.SecretHash, Context.RequestAborted);
        return scopes is { } granted ? AccessPolicies.Admit(granted, Scheme) : AuthenticateResult.Fail("not valid");
    }
}

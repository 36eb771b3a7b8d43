using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Dashboard;

namespace AlignZeg.Server.Dashboard;

/// <summary>The Orleans dashboard as a part of silos and of the API.</summary>
public static class DashboardExtensions
{
    internal const string AccessPolicy = "dashboard";

    /// <summary>Has a silo count its grains' calls while somebody looks, and the API in its process, if there is one, show them at <c>/dashboard/</c> to keys with the scope admin. On all silos or on none.</summary>
    public static ISiloBuilder AddOrleansDashboard(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<DashboardOffer>();
        return builder.AddDashboard(options => options.HideTrace = true);
    }

    internal static void AddDashboardAccess(this IServiceCollection services)
    {
        services.AddSingleton<DashboardTickets>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, DashboardTicketHandler>(DashboardTicketHandler.Scheme, _ => { });
        services.AddLogging(logging => logging.AddFilter(typeof(DashboardTicketHandler).FullName, LogLevel.Warning)); // as for keys: says at every request that it was refused
        services.AddAuthorizationBuilder().AddPolicy(AccessPolicy, policy => policy
            .AddAuthenticationSchemes(ApiKeyHandler.Scheme, DashboardTicketHandler.Scheme).RequireClaim(AccessPolicies.Claim, AccessPolicies.Of(AccessScopes.Admin)));
    }
}

/// <summary>There is one: the silo of this process was told so.</summary>
internal sealed class DashboardOffer;

using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Access;
using AlignZeg.Server.Calibration;
using AlignZeg.Server.Compression;
using AlignZeg.Server.Dashboard;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Endpoints;
using AlignZeg.Server.Exports;
using AlignZeg.Server.Health;
using AlignZeg.Server.Ingest;
using AlignZeg.Server.Limits;
using AlignZeg.Server.Links;
using AlignZeg.Server.Pictures;
using AlignZeg.Server.Problems;
using AlignZeg.Server.Results;
using AlignZeg.Server.Review;
using AlignZeg.Server.Segmenting;
using AlignZeg.Server.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Hosting;

/// <summary>The HTTP API as part of a silo's process.</summary>
public static class ApiServer
{
    private const int LongestRequestLine = 32 << 10, LargestHeaders = 64 << 10; // cursors travel in both

    private static readonly TimeSpan SlowestStart = TimeSpan.FromSeconds(5);

    /// <summary>Adds the API. The host brings a silo or client of the cluster, and its storage.</summary>
    /// <param name="builder">An empty one is enough.</param> <param name="http">Sets options.</param> <param name="uploads">Sets options.</param> <param name="limits">Sets options.</param>
    public static WebApplicationBuilder AddApiServer(this WebApplicationBuilder builder, Action<HttpOptions> http, Action<UploadOptions>? uploads = null, Action<LimitOptions>? limits = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(http);
        var options = new HttpOptions();
        http(options);
        builder.WebHost.UseKestrelCore().UseUrls(options.Url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Limits.MinRequestBodyDataRate = options.SlowestBody == 0 ? null : new(options.SlowestBody, SlowestStart);
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
            kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
        });
        builder.Logging.AddFilter(typeof(ApiKeyHandler).FullName, LogLevel.Warning); // says at every request without a key that it was refused
        builder.Services.AddOptionsWithValidateOnStart<HttpOptions, HttpOptionsValidator>().Configure(http);
        builder.Services.AddOptionsWithValidateOnStart<UploadOptions, UploadOptionsValidator>().Configure(settings => uploads?.Invoke(settings));
        builder.Services.AddOptionsWithValidateOnStart<ReviewOptions, ReviewOptionsValidator>();
        builder.Services.AddRateLimits(limits);
        builder.Services.AddCompression();
        AddServices(builder.Services);
        builder.Services.AddApiDocument();
        return builder;
    }

    /// <summary>Adds the pipeline and the routes.</summary>
    public static WebApplication UseApiServer(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Use((context, next) => RequestIds.AssignAsync(context, next));
        app.UseResponseCompression();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(pages => StatusProblems.WriteAsync(pages.HttpContext));
        app.UseRouting();
        app.UseCompressedBodies();
        app.UseAuthentication();
        app.UseRateLimiter(); // knows the tenant, and counts those who are refused next
        app.UseAuthorization();
        app.Use((context, next) => // not async: what is set here must last for what comes next
        {
            if (Caller.Find(context) is { } caller) TenantContext.Set(caller.Tenant);
            return next(context);
        });
        MapRoutes(app);
        return app;
    }

    private static void AddServices(IServiceCollection services)
    {
        services.AddRoutingCore();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(json => WireJson.Apply(json.SerializerOptions));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Readiness>();
        services.AddSingleton<ProblemTable>().AddExceptionHandler<ProblemExceptionHandler>();
        services.AddAuthentication(ApiKeyHandler.Scheme).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Scheme, _ => { });
        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in AccessPolicies.Scopes) authorization.AddPolicy(AccessPolicies.Of(scope), policy => policy.RequireClaim(AccessPolicies.Claim, AccessPolicies.Of(scope)));
        services.AddDashboardAccess();
        services.AddSingleton<AuditLog>().AddSingleton(provider => new FirstKey(provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<Catalogue>(), provider.GetRequiredService<IOptions<HttpOptions>>())).AddSingleton<SharedSecret>().AddSingleton<LinkSigner>().AddSingleton<Catalogue>().AddSingleton<InteractiveSegmenter>().AddSingleton<SomeDevice>().AddSingleton<TokenCounts>();
        services.AddSingleton<DatasetUpload>().AddSingleton<ManifestUpload>().AddSingleton<SpooledTables>().AddSingleton<DatasetRegister>().AddSingleton<BlobHosts>();
        services.AddSingleton<ExportFiles>().AddSingleton<ReviewLists>().AddSingleton<ReviewStore>().AddSingleton<Reviewer>().AddSingleton<Calibrator>().AddSingleton<ReviewedImages>();
        services.AddSingleton<ClassTotals>().AddSingleton<SmallPictures>().AddSingleton<WebAssets>();
    }

    private static void MapRoutes(IEndpointRouteBuilder app)
    {
        app.MapHealth();
        app.MapFiles();
        app.MapApiDocument();
        app.MapWeb();
        app.MapDashboard();
        var v1 = app.MapGroup("/v1").RequireAuthorization(AccessPolicies.Of(AccessScopes.Read));
        v1.MapVocabularies();
        v1.MapDatasets();
        v1.MapDatasetDiff();
        v1.MapImports();
        v1.MapModels();
        v1.MapJobs();
        v1.MapResults();
        v1.MapExports();
        v1.MapWebhooks();
        v1.MapKeys();
        v1.MapTenants();
        v1.MapDashboardSessions();
        v1.MapSegment();
        v1.MapReview();
        v1.MapImageReviews();
        v1.MapCalibration();
        v1.MapPictures();
    }
}

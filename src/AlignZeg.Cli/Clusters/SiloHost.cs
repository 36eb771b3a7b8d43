using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Grains.Hosting;
using AlignZeg.Model.Inference;
using AlignZeg.Server.Access;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Limits;
using AlignZeg.Server.Review;
using AlignZeg.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AlignZeg.Cli.Clusters;

/// <summary>The host of a silo: with the HTTP API for the roles all and api, without any HTTP for workers.</summary>
internal static class SiloHost
{
    private const string AdminKeyVariable = "ALIGNZEG_ADMIN_KEY";

    /// <summary>A builder with nothing in it but, where the role has it, the HTTP API.</summary>
    /// <exception cref="CommandException">The sections Http, Uploads, Limits or Review have an unknown key or a value of another type.</exception>
    public static IHostApplicationBuilder CreateBuilder(ClusterConfiguration configuration, string role)
    {
        bool enabled = Section<HttpOptions>(configuration, "Http").Enabled;
        Section<UploadOptions>(configuration, "Uploads");
        Section<ReviewOptions>(configuration, "Review");
        Section<LimitOptions>(configuration, "Limits");
        if (role == "worker" || !enabled) return Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "alignzeg" });
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "alignzeg" })
            .AddApiServer(http => Bind(configuration, http), uploads => configuration.Bind("Uploads", uploads), limits => configuration.Bind("Limits", limits));
        builder.Services.Configure<ReviewOptions>(review => configuration.Bind("Review", review));
        return builder;
    }

    /// <summary>Adds what the section Telemetry asks for.</summary>
    /// <exception cref="CommandException">It has an unknown key or a value of another type.</exception>
    public static TelemetryOptions AddTelemetry(IHostApplicationBuilder builder, ClusterConfiguration configuration, string role)
    {
        var options = Section<TelemetryOptions>(configuration, "Telemetry");
        builder.Services.AddOptionsWithValidateOnStart<TelemetryOptions, TelemetryOptionsValidator>().Configure(settings => configuration.Bind("Telemetry", settings));
        builder.AddTelemetry(options, role, configuration.SiloName);
        return options;
    }

    /// <summary>The host of such a builder.</summary>
    public static IHost Build(IHostApplicationBuilder builder) => builder is WebApplicationBuilder web ? web.Build().UseApiServer() : ((HostApplicationBuilder)builder).Build();

    /// <summary>Says where the API is, and how to get in: with the configured key, or, where nobody else can be asked (one silo, no key yet), with a new one that is shown now and never again.</summary>
    public static async Task AnnounceAsync(IHost host, bool single, CancellationToken cancellationToken)
    {
        if (host is not WebApplication app) return;
        Console.Out.WriteLine($"http ready: {string.Join(", ", app.Urls)}");
        if (single) await OfferShippedAsync(host, cancellationToken);
        var first = host.Services.GetRequiredService<FirstKey>();
        if (await AdmitAsync(first, cancellationToken)) return;
        if (single && await first.CreateAsync(cancellationToken) is { } key) Console.Out.WriteLine($"admin key, shown once: {key}");
    }

    /// <summary>Reads something of the configuration, so that what is wrong in it is said in a sentence.</summary>
    /// <exception cref="CommandException">Something is.</exception>
    public static void Say(Action read)
    {
        try
        {
            read();
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw Sentence(exception);
        }
    }

    /// <summary>Whether an exception speaks of what is wrong in the configuration.</summary>
    public static bool IsFault(Exception exception) => exception is InvalidDataException or OptionsValidationException or AggregateException { InnerExceptions: [OptionsValidationException, ..] };

    /// <summary>What such an exception says, for a person.</summary>
    public static CommandException Sentence(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Sentence(first),
        OptionsValidationException => CommandException.BadInput($"The cluster configuration has an impossible value: {exception.Message.TrimEnd('.')}.", exception),
        _ => CommandException.BadInput($"The cluster configuration: {exception.Message.TrimEnd('.')}.", exception),
    };

    // Of a cluster, nobody knows whether every machine has it at the same place.
    private static async Task OfferShippedAsync(IHost host, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(LabelPlan.DefaultModel);
        if (await host.OfferModelAsync(name, LabelPlan.DefaultModel, Segmenter.HashOf(LabelPlan.DefaultModel), cancellationToken)) Console.Out.WriteLine($"model ready: {name}");
    }

    private static async Task<bool> AdmitAsync(FirstKey first, CancellationToken cancellationToken)
    {
        try
        {
            return await first.AdmitConfiguredAsync(cancellationToken);
        }
        catch (FormatException exception)
        {
            throw CommandException.BadInput($"{AdminKeyVariable} or Http:AdminKey: {exception.Message}", exception);
        }
    }

    // Read before anything is made, so that what is wrong in it is said in a sentence.
    private static T Section<T>(ClusterConfiguration configuration, string name)
        where T : new()
    {
        var options = new T();
        Say(() => configuration.Bind(name, options));
        return options;
    }

    private static void Bind(ClusterConfiguration configuration, HttpOptions http)
    {
        configuration.Bind("Http", http);
        if (Environment.GetEnvironmentVariable(AdminKeyVariable) is { Length: > 0 } key) http.AdminKey = key;
    }
}

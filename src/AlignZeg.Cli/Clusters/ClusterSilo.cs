using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlignZeg.Cli.Clusters;

/// <summary>A silo of a cluster as a process.</summary>
/// <param name="configuration">The cluster's.</param> <param name="role">all, api or worker.</param>
internal sealed class ClusterSilo(ClusterConfiguration configuration, string role)
{
    // Longer than the longest batch and a worker's drain, so that what is computed is also acknowledged.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Runs until told to stop.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var builder = SiloHost.CreateBuilder(configuration, role);
        var telemetry = SiloHost.AddTelemetry(builder, configuration, role);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("AlignZeg", LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // what fails at the start is said in one sentence
        foreach (var noise in new[] { "Orleans.Runtime.Silo", "Orleans.Runtime.Watchdog" }) builder.Logging.AddFilter(noise, LogLevel.Error); // warn at every start
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.UseOrleans(silo =>
        {
            silo.UseAlignZegCluster(configuration);
            if (telemetry.HasReceiver) silo.AddActivityPropagation();
            if (role == "api") silo.Configure<DeviceOptions>(options => options.Devices = []);
        });
        if (role != "api") builder.Services.AddSingleton<ISegmenterFactory, TorchSegmenterFactory>();
        using var host = SiloHost.Build(builder);
        await StartAsync(host, cancellationToken);
        var settings = configuration.Settings;
        await SiloHost.AnnounceAsync(host, single: settings.Redis is null, cancellationToken);
        Console.Out.WriteLine($"silo ready: cluster {settings.Id}, role {role}, {configuration.Address}:{settings.SiloPort}, gateway {settings.GatewayPort}");
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        Console.Out.WriteLine("silo draining");
        await host.StopAsync(CancellationToken.None);
        Console.Out.WriteLine("silo stopped");
        return ExitCode.Done;
    }

    private static async Task StartAsync(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (OptionsValidationException exception)
        {
            throw CommandException.BadInput($"The cluster configuration has an impossible value: {exception.Message}", exception);
        }
        catch (IOException exception) when (host is Microsoft.AspNetCore.Builder.WebApplication)
        {
            throw CommandException.BadInput($"The HTTP API cannot listen: {exception.Message.TrimEnd('.')}. Give it another address with Http:Url, or none with Http:Enabled false.", exception);
        }
    }
}

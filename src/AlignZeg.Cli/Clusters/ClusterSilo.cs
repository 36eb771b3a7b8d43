using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Hosting;
using AlignZeg.Server.Dashboard;
using AlignZeg.Server.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime.MembershipService;

namespace AlignZeg.Cli.Clusters;

/// <summary>A silo of a cluster as a process.</summary>
/// <param name="configuration">The cluster's.</param> <param name="role">all, api or worker.</param>
internal sealed class ClusterSilo(ClusterConfiguration configuration, string role)
{
    // Longer than the longest batch and a worker's drain, so that what is computed is also acknowledged.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Reads and checks all that a start would, and starts nothing.</summary>
    /// <exception cref="CommandException">A key or value of the configuration is wrong.</exception>
    public int Check()
    {
        using var host = Build();
        SiloHost.Say(() => host.Services.GetRequiredService<IStartupValidator>().Validate());
        var devices = host.Services.GetRequiredService<IOptions<DeviceOptions>>().Value.Devices;
        Console.Out.WriteLine($"configuration checked: {Describe()}, devices {(devices.Count == 0 ? "none" : string.Join(", ", devices))}");
        return ExitCode.Done;
    }

    /// <summary>Runs until told to stop.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var host = Build();
        await StartAsync(host, cancellationToken);
        ((LostSilo)host.Services.GetRequiredService<IFatalErrorHandler>()).HasJoined = true;
        await SiloHost.AnnounceAsync(host, single: configuration.Settings.Redis is null, cancellationToken);
        Console.Out.WriteLine($"silo ready: {Describe()}");
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        Console.Out.WriteLine("silo draining");
        await host.StopAsync(CancellationToken.None);
        Console.Out.WriteLine("silo stopped");
        return ExitCode.Done;
    }

    private string CannotJoin =>
        $"The silo cannot join the cluster '{configuration.Settings.Id}': it and the other silos do not reach each other at {configuration.Address}:{configuration.Settings.SiloPort}, or refuse each other. "
        + "Check Cluster:Address, the network, and that all have certificates of the same authority (Cluster:Tls), or none.";

    private string Describe() => $"cluster {configuration.Settings.Id}, role {role}, {configuration.Address}:{configuration.Settings.SiloPort}, gateway {configuration.Settings.GatewayPort}";

    private IHost Build()
    {
        SiloHost.Say(() => _ = configuration.Address);
        var builder = SiloHost.CreateBuilder(configuration, role);
        var telemetry = SiloHost.AddTelemetry(builder, configuration, role);
        AddFilters(builder.Logging, telemetry.Level);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.AddSingleton<IFatalErrorHandler>(new LostSilo(CannotJoin));
        builder.UseOrleans(silo =>
        {
            silo.UseAlignZegCluster(configuration);
            if (configuration.Settings.Dashboard) silo.AddOrleansDashboard();
            if (telemetry.HasReceiver) silo.AddActivityPropagation();
            if (role == "api") silo.Configure<DeviceOptions>(options => options.Devices = []);
        });
        if (role != "api") builder.Services.AddSingleton<ISegmenterFactory, TorchSegmenterFactory>();
        builder.Services.AddSingleton<WarmModels>().AddSingleton<IReadinessObstacle>(services => services.GetRequiredService<WarmModels>()).AddHostedService(services => services.GetRequiredService<WarmModels>());
        return SiloHost.Build(builder);
    }

    private static void AddFilters(ILoggingBuilder logging, LogLevel? level)
    {
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // what fails at the start is said in one sentence
        logging.SetMinimumLevel(level ?? LogLevel.Warning);
        if (level is not null) return;
        logging.AddFilter("AlignZeg", LogLevel.Information);
        foreach (var noise in new[] { "Orleans.Runtime.Silo", "Orleans.Runtime.Watchdog" }) logging.AddFilter(noise, LogLevel.Error); // warn at every start
    }

    private async Task StartAsync(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (host is Microsoft.AspNetCore.Builder.WebApplication)
        {
            throw CommandException.BadInput($"The HTTP API cannot listen: {exception.Message.TrimEnd('.')}. Give it another address with Http:Url, or none with Http:Enabled false.", exception);
        }
        catch (OrleansClusterConnectivityCheckFailedException exception)
        {
            throw CommandException.Failed(CannotJoin, exception);
        }
        catch (Exception exception) when (SiloHost.IsFault(exception))
        {
            throw SiloHost.Sentence(exception);
        }
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Hosting;

/// <summary>Looks at the files of certificates from time to time: those who renew them need not restart silos.</summary>
internal sealed partial class TlsRotation(TlsCertificates certificates, TlsSettings settings, TimeProvider time, ILogger<TlsRotation> logger) : BackgroundService
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.RefreshEvery, time);
        for (Look(); await timer.WaitForNextTickAsync(stoppingToken);) Look();
    }

    private void Look()
    {
        try
        {
            if (certificates.Refresh()) LogRenewed(logger, certificates.Own.Subject, certificates.Own.NotAfter);
            if (new DateTimeOffset(certificates.Own.NotAfter) - time.GetUtcNow() < Soon) LogEnding(logger, settings.Certificate, certificates.Own.NotAfter);
        }
        catch (InvalidDataException exception)
        {
            LogUnread(logger, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "The silo's certificate is now {Subject}, valid until {End}.")] private static partial void LogRenewed(ILogger logger, string subject, DateTime end);

    [LoggerMessage(LogLevel.Warning, "The silo's certificate '{File}' ends on {End}; others will refuse it then.")] private static partial void LogEnding(ILogger logger, string file, DateTime end);

    [LoggerMessage(LogLevel.Warning, "Certificates could not be read again, the former ones still hold: {Problem}.")] private static partial void LogUnread(ILogger logger, string problem);
}

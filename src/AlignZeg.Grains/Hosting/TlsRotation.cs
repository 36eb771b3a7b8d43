using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Hosting;

/// <summary>Looks at the files of certificates from time to time: those who renew them need not restart silos.</summary>
internal sealed partial class TlsRotation(TlsCertificates certificates, TlsSettings settings, TimeProvider time, ILogger<TlsRotation> logger) : BackgroundService
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);
    private string? _said;
    private DateTimeOffset _warnedAt = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.RefreshEvery, time);
        for (Look(); await timer.WaitForNextTickAsync(stoppingToken);) Look();
    }

    /// <summary>Reads the files once. Files that are not whole, as between two writes, leave the former certificate; the same fault is said once, not at each look.</summary>
    internal void Look()
    {
        try
        {
            if (certificates.Refresh()) LogRenewed(logger, certificates.Own.Subject, certificates.Own.NotAfter);
            _said = null;
        }
        catch (InvalidDataException exception)
        {
            if (_said != exception.Message) LogUnread(logger, exception.Message);
            _said = exception.Message;
        }

        WarnOfEnd();
    }

    // Once a day, also while the files cannot be read: the former certificate ends all the same.
    private void WarnOfEnd()
    {
        var now = time.GetUtcNow();
        if (new DateTimeOffset(certificates.Own.NotAfter) - now >= Soon || now - _warnedAt < TimeSpan.FromDays(1)) return;
        LogEnding(logger, settings.Certificate, certificates.Own.NotAfter);
        _warnedAt = now;
    }

    [LoggerMessage(LogLevel.Information, "The silo's certificate is now {Subject}, valid until {End}.")] private static partial void LogRenewed(ILogger logger, string subject, DateTime end);

    [LoggerMessage(LogLevel.Warning, "The silo's certificate '{File}' ends on {End}; others will refuse it then.")] private static partial void LogEnding(ILogger logger, string file, DateTime end);

    [LoggerMessage(LogLevel.Warning, "Certificates could not be read again, the former ones still hold: {Problem}.")] private static partial void LogUnread(ILogger logger, string problem);
}

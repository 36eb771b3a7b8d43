using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Client;

/// <summary>Where the server is, how to get in, and how long to insist.</summary>
public sealed class AlignZegClientOptions
{
    /// <summary>The server's address, with a path if it is not at the root. Default: <c>http://127.0.0.1:8080</c>, where <c>alignzeg serve</c> listens.</summary>
    [Required, HttpAddress] public Uri Server { get; set; } = new("http://127.0.0.1:8080");

    /// <summary>The API key, <c>alz_TENANT.ID_SECRET</c>. Default: none, which the server refuses for everything but its health.</summary>
    [RegularExpression(@"\S+", ErrorMessage = "The API key is empty or has white space in it; give it as it was shown when it was made.")] public string? Key { get; set; }

    /// <summary>
    /// How long one try of a call may take until its answer is here, or begins where it is a file; with a body, from the last piece of it that went out. Long polls and what takes a
    /// server long have as much more as they need. Default: 100 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")] public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a call that is safe to repeat is tried again: after connections that broke or were refused, tries that took too long, and the statuses 408, 429, 502, 503, 504. 0 = never. Default: 5.</summary>
    [Range(0, 100)] public int Retries { get; set; } = 5;

    /// <summary>Pause before the first retry; each further one is up to twice as long, with a random part of a half. Default: 0.2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")] public TimeSpan FirstPause { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest pause between tries. A server that asks for more (Retry-After) is not waited for: the call fails and says when to come back. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")] public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stream of results or progress, or the archive of an export, tries to come back to a server that does not answer, before it fails. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")] public TimeSpan LongestOutage { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a stream or a file that is read may be silent before its connection counts as broken; the server says every 15 seconds, or at most every minute, that it is alive. Default: 90 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")] public TimeSpan LongestSilence { get; set; } = TimeSpan.FromSeconds(90);
}

/// <summary>Checks <see cref="AlignZegClientOptions"/> when a client is made, and when a host with one starts.</summary>
[OptionsValidator]
public sealed partial class AlignZegClientOptionsValidator : IValidateOptions<AlignZegClientOptions>;

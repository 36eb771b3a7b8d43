using System.Text.Json.Serialization;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Jobs;

/// <summary>Where a job stands.</summary>
[JsonConverter(typeof(OpenEnumConverter<JobPhase>))]
public enum JobPhase
{
    /// <summary>One that this client does not know; the server is newer.</summary>
    Unknown,

    /// <summary>Its images are being labelled.</summary>
    Running,

    /// <summary>Someone paused it.</summary>
    Paused,

    /// <summary>Something other than its images is in the way, see <see cref="Job.Problem"/>.</summary>
    Blocked,

    /// <summary>Every image has a result.</summary>
    Completed,

    /// <summary>Someone cancelled it; the results until then stay.</summary>
    Cancelled,

    /// <summary>A quota is used up, see <see cref="Job.Problem"/>; it goes on by itself.</summary>
    Waiting,
}

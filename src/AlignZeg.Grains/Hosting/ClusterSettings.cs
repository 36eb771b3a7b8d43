using System.ComponentModel.DataAnnotations;

namespace AlignZeg.Grains.Hosting;

/// <summary>How silos and clients of a cluster find each other. Section <c>Cluster</c> of a cluster's configuration.</summary>
public sealed class ClusterSettings
{
    /// <summary>Name of the cluster; silos and clients of another name never meet. Default: <c>alignzeg</c>.</summary>
    [Required] public string Id { get; set; } = "alignzeg";

    /// <summary>
    /// Redis that holds membership and reminders, for example <c>localhost:6379</c>; may carry a password and other settings of StackExchange.Redis.
    /// Without it the cluster is one silo on this machine, and reminders end with it. Default: none.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>Address under which the other silos and the clients reach this silo: an IP address, the name of a host, or <c>auto</c>, the machine's own. Default: <c>127.0.0.1</c>.</summary>
    [Required] public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port for other silos. Keep it below 32768: systems hand out those above by themselves. Default: 11111.</summary>
    [Range(1, 65535)] public int SiloPort { get; set; } = 11_111;

    /// <summary>Port for clients of the cluster: a trusted zone, tenants never get it. Default: 30000.</summary>
    [Range(1, 65535)] public int GatewayPort { get; set; } = 30_000;

    /// <summary>Name of this silo, unique in the cluster and the same after a restart. Default: machine and port.</summary>
    public string? SiloName { get; set; }

    /// <summary>How long a silo that starts tries to reach those that are there; then it ends and says so. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")] public TimeSpan JoinWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Certificates for the connections between silos, and of clients to silos: who has none of the cluster's authority is refused. Default: none, connections are open to whoever reaches the ports.</summary>
    public TlsSettings? Tls { get; set; }

    /// <summary>
    /// Whether there is the Orleans dashboard, at <c>/dashboard/</c> of the HTTP API, for keys with the scope admin: silos, activations, calls per grain. Set it alike on all silos, since each counts its own calls
    /// while somebody looks. Default: false.
    /// </summary>
    public bool Dashboard { get; set; }
}

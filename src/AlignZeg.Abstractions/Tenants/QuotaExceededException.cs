namespace AlignZeg.Abstractions.Tenants;

/// <summary>The tenant's quota does not carry what was asked for; nothing was begun.</summary>
[GenerateSerializer, Alias("alignzeg.quota-exceeded")]
public sealed class QuotaExceededException : Exception, IRetryLater
{
    /// <summary>Says which quota, and when to ask again.</summary>
    public QuotaExceededException(QuotaBreach breach) : base((breach ?? throw new ArgumentNullException(nameof(breach))).Message) => Breach = breach;

    /// <summary>The quota.</summary>
    [Id(0)] public QuotaBreach Breach { get; }

    /// <summary>Its code, see <see cref="QuotaBreach.Quota"/>.</summary>
    public string Quota => Breach.Quota;

    /// <summary>When to ask again.</summary>
    public TimeSpan RetryAfter => Breach.RetryAfter;
}

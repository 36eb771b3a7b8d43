using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Grains.Tests;

/// <summary>A table of reminders that takes none while it is told so, as where the silo that has it was lost.</summary>
public class StubbornReminders : DispatchProxy
{
    private IReminderTable _table = null!;
    private Func<bool> _refuses = null!;

    /// <summary>Puts one before the table that there is.</summary>
    internal static void Add(IServiceCollection services, Func<bool> refuses)
    {
        var table = services.Last(service => service.ServiceType == typeof(IReminderTable));
        services.AddSingleton(provider =>
        {
            var proxy = Create<IReminderTable, StubbornReminders>();
            var stubborn = (StubbornReminders)(object)proxy;
            (stubborn._table, stubborn._refuses) = ((IReminderTable)table.ImplementationFactory!(provider), refuses);
            return proxy;
        });
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IReminderTable.UpsertRow) && _refuses() ? throw new IOException("no reminders now") : targetMethod.Invoke(_table, args);
}

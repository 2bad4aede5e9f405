import NetworkModel

// Which commands a mail offers: one that cannot work is worse than none at three in the morning.

extension Network {
    /// Whether `recheck` has something to ask about `object`: devices, or what has devices at its ends.
    package func canBeAsked(_ object: ObjectID) -> Bool {
        switch self[object] {
        case .device, .site, .link, .interface, .duct, .segment: true
        default: false
        }
    }

    /// Whether `contact` knows such objects: somebody has them, or stands for them.
    package func canBeCalledAbout(_ object: ObjectID) -> Bool {
        switch self[object] {
        case .device, .site, .link, .interface, .duct, .segment, .cloud, .feed, .owner: true
        default: false
        }
    }
}
